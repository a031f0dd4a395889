"""What a policy user must see beside a figure: what could be detected, what moved before, what if."""
