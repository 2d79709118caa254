"""Play the server of a recording or a scenario, and make recordings.

`script` is the data to play, which `reading` reads from a file; `protocol` has the events and facts
of a spec; `player` decides what is sent and when, without IO; `faults` disturbs that at random, and
`report` has the result. `serving` and `proxy` are the thin shells with sockets, `redaction` removes
secrets from recordings, and `fixture` is the plugin of pytest.
"""
