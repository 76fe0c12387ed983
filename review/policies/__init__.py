"""What the policies and the AWS provider say of a change."""
