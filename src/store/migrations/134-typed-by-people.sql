-- What a person typed is theirs: no model sees it.

-- Keys of the brief that whoever proposed the PoC filled in. Of what was proposed before, nobody knows which they were.
alter table poc add column typed text[] not null default '{}';
update poc set typed = '{title,hypothesis,metric,timeBoxHours}' from message
  where message.id = poc.message_id and message.key = 'poc:' || poc.channel_id || ':' || poc.message_id;

-- What of an answer a model may see when a further question refers to it; of older answers nothing.
alter table answer add column told text not null default '';
