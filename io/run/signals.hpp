#pragma once

namespace riser::signals {

/// From here to the end of the process signals are noted, so that one that comes when the work is done does not take its exit code away. SIGINT,
/// SIGTERM and SIGUSR2 ask to write and stop, SIGUSR1 to write and go on. A second SIGINT ends the program as usual; batch systems send SIGTERM
/// more than once, so that one is only noted again. Listening already: nothing changes, a run within a study hears what the study has heard.
void listen();

/// The number of the last signal that asked to stop, or 0.
int asks_to_stop();

/// SIGUSR1 came since the last call.
bool write_asked();

/// "SIGTERM" and the like.
const char* name(int number);
}  // namespace riser::signals
