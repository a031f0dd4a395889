"""The forms of the work: few fields, plain labels, one hint where it helps."""
