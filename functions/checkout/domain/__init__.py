"""Orders, prices and outcomes. Pure: no AWS, no HTTP, no tables."""
