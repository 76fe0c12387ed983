"""What push-against-polling needs: what each action costs, a simulated session, and a real one."""
