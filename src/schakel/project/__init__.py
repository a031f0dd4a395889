"""The top of the house: settings, addresses, the command line and the private database."""
