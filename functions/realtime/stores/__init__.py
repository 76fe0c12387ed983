"""The tables of the notifier: open connections and the replay log."""
