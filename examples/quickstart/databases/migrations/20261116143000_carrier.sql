alter table deliveries add column carrier text not null default 'post';
