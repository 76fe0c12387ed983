"""The client beside what a page would use instead: sizes, the hand-over of events, memory."""
