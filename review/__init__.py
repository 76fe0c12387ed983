"""``make review``: what two commits would create, compared for whoever reviews the change."""
