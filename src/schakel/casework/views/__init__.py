"""The pages of the work: gate, form, action, redirect."""
