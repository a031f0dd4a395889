"""Will everyone be helped within a week? People, sites, rosters and requests in; waiting times with bands out."""
