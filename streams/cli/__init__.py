"""The command line: one file a command, each thin over what `streams.app` builds."""
