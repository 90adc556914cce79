"""The `barid` command."""

from streams.cli.commands import main

if __name__ == "__main__":
    main()
