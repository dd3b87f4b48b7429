/// The composition root: the command line, and the one place that may import every room.

import ArgumentParser
import Foundation
import Imaging

@main
struct Hilum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hilum",
    abstract: "A reading room for chest radiographs in the terminal. For research, not for diagnosis.",
    version: ProgramIdentity.name,
    subcommands: [
      AuditCommand.self,
      BenchCommand.self,
      CalibrateCommand.self,
      DeidCommand.self,
      DoctorCommand.self,
      DriftCommand.self,
      EvaluateCommand.self,
      FuzzCommand.self,
      InspectCommand.self,
      KeysCommand.self,
      ManualCommand.self,
      PackCommand.self,
      PhantomCommand.self,
      ReadCommand.self,
      ReviewCommand.self,
      ScoreCommand.self,
      SelftestCommand.self,
      SessionCommand.self,
      TrainCommand.self,
    ])

  /// Runs the command; a mistake in its usage ends with exit code 2.
  static func main() async {
    if CommandLine.arguments.dropFirst().first == DecodeWorker.argument { DecodeWorker.serve() }
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let (code, words) = (exitCode(for: error), fullMessage(for: error))
      if !words.isEmpty { code.isSuccess ? print(words) : Console.complain(words + "\n") }
      Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}
