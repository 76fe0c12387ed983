"""The plots of the figures, drawn from results.json alone.

A module of a figure's name has ``draw(figure)``, which answers a matplotlib figure. A figure that
has no module has no plot.
"""
