"""A simulation of pages that connect, lose their connections together and come back."""
