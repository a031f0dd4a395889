"""The house itself: settings, addresses, the command line, the private database and the launcher."""
