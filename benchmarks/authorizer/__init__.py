"""What the authorizer figure needs: a handshake as it comes, and the bare signature check."""
