"""Playing the server's side of a recording or a scenario, and making recordings.

`script` is what is played, which `reading` makes of a file; `protocol` is what a spec and its
facts say of messages; `player` decides what is sent and when, without any IO; `faults` changes
that by chance, and `report` says what came of it. `serving` and `proxy` are the thin shells with
sockets, `redaction` keeps secrets out of recordings, and `fixture` is the plugin of pytest.
"""
