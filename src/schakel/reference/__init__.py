"""Facts from outside, each with owner, source and date: sites, areas, school holidays, code lists."""
