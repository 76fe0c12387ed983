"""RealtimeNotifier: WebSocket API, connections table, replay log, push functions, push queue.

Imports ``building_blocks`` and ``quotas``, and no other component.
"""
