"""The tables of the checkout: every read and write of them is here."""
