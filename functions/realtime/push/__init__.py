"""What is sent to connections, and which connections there are: pushes, resumes, admission."""
