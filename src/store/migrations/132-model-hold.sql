-- What calls of the model that are under way may cost at most: counted as spent until they are settled, so that calls
-- side by side cannot pass a budget together. One that is never settled, since its process died, lapses.
create table model_hold (
  id text primary key,
  task text not null,
  most_usd double precision not null,
  until timestamptz not null
);
