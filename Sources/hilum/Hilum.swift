/// The composition root: the command line, and the one place that may import every room.

import ArgumentParser

@main
struct Hilum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hilum",
    abstract: "A reading room for chest radiographs in the terminal. For research, not for diagnosis.",
    subcommands: [
      KeysCommand.self,
      PhantomCommand.self,
      ReviewCommand.self,
      TrainCommand.self,
    ])
}
