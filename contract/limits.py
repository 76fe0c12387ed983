"""Limits that hold only if several sides keep them."""

MAX_CONNECTIONS_PER_USER = 100
"""The highest setting of connections per user, and how many connections a push posts to at once.
With more connections than posts at once, a push would outlast its function's time-out."""
REPEATABLE_DAYS = 400
"""How long a saga may repeat a call: step records and markers of event ids must live as long. An
execution is open for a year at most and can be redriven for 14 days after it ended (Step Functions
developer guide, quotas and redrive); the rest is a margin."""
LONGEST_CALL_SECONDS = 13
"""Longest call to one connection: all attempts with their time-outs and pauses."""
LONGEST_APPEND_SECONDS = 14
"""How long an append tries while other producers append for the same user. 160 at once need 4 s
where a call of DynamoDB takes 5 ms, and 10 s where it takes 20 ms (docs/benchmarks, contention)."""
LONGEST_PUSH_SECONDS = LONGEST_APPEND_SECONDS + 4 + 2 * LONGEST_CALL_SECONDS
"""Longest push: the log, whose last attempt may begin when its time is nearly up, a post and a
close at their longest. Time-out of the push function."""
RESUME_COOLDOWN_SECONDS = 5
"""How long a connection waits until it is sent the same missed events again. One answer may have
500 posts; a page that has had them asks after the last one, and that needs no pause."""
MAX_REPLAYS_PER_MINUTE = 60
"""Answers with missed events that one user may cause a minute, over all connections. 20 pages that
come back at once need 20; a page that missed 30,000 events needs 60."""
MAX_FRAMES_PER_MINUTE = 60
"""Frames of one connection a minute that may reach a function. A page sends a few a minute at
most: a resume for each gap and for each proof of its subscription."""
SUBSCRIPTION_CHECK_SECONDS = 600
"""How long a page trusts its subscription without an event or an answered ``resume``, unless
``realtime.resumed`` says otherwise."""
