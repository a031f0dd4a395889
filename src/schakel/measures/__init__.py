"""What changed, in the words of the people themselves: now the national outcome questions at the end of a support."""
