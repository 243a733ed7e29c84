-- Which of the workspace's channels a person is in, as far as the app can see; null where Slack does not say.
alter table person add column channels text[];
