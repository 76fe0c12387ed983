"""What happens to the resources."""
