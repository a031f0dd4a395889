"""Who: children and their parents, who has authority over whom, and the professionals with their registration and sites."""
