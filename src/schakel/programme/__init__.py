"""Did it help, and what is it worth: the programme's own room. For now it lends the command line to the engines."""
