"""``make bench``: what this design is worth, as ratios against what one would use instead."""
