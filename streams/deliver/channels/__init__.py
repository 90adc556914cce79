"""Channels: webhooks, ntfy, Apprise and files that alerts are sent to, each at its own pace."""
