"""What a hostile visitor, a hostile file and a hostile clock try, and what Schakel must hold against them."""
