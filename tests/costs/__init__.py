"""What one order and one idle connection cost, counted: every call that the functions make."""
