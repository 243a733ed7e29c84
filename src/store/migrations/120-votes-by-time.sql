-- The digest's weeks look at what was voted lately, and not at every vote there ever was.
create index vote_cast on vote (event_ts) where present and meaning = 'vote';
