-- What a person took out of a story does not come back to it when it is read again.
create table story_apart (
  article_id int not null references article on delete cascade,
  story_id int not null references story on delete cascade,
  primary key (article_id, story_id)
);
