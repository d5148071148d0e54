"""What residents report about facilities: the set choices, and the queue that the office reads."""
