"""Who is where, who waits, who takes what: the planning room. For now it lends the command line to the engines."""
