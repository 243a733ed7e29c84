-- Where a question was asked, so that a further one in the same thread is understood.
alter table answer add column thread_ts text;
create index answer_thread on answer (channel_id, thread_ts, answered_at);
