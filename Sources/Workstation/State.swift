/// State in, frame out: the workstation as pure functions.
