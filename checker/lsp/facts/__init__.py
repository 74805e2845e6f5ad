"""What an editor may ask of a fact file, or of the tests beside a rule file."""
