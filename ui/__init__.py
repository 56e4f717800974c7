"""What the pages share: the frame, the session, charts, blocks of text and number formats."""
