"""What must hold of a stage: rules over what its program registers, and Pulumi's pack of them.

The folder imports nothing of this project's, so that a team can copy or publish it alone.
"""
