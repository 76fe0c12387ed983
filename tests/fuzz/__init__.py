"""``make fuzz``: hostile inputs to every handler, and to a local stage.

``hostile`` makes values, ``mutation`` puts them into valid inputs, ``doors`` lists the handlers
with a valid input each, ``judges`` says which outcomes are allowed. ``stage_fuzz`` and
``http_fuzz`` do the same over real connections.
"""
