-- An answer that is a message of its own in a thread: what it says, so that it can be sent or shown again as it was.
alter table answer add column answered jsonb;
-- of the answer, BCP 47
alter table answer add column language text;
