"""The line grammar (marks, mentions, dates) and the query grammar: text in, typed values out."""
