/// `hilum pack card`: what is known of a pack, as Markdown or as one page of HTML.

import ArgumentParser
import Foundation
import Review

struct PackCard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Write a pack's model card from what was measured.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, html }

  @Argument(help: "The pack's folder.") var folder: String
  @Option(help: "markdown or html.") var format = Format.markdown
  @Option(help: "The file to write (default: standard output).") var output: String?

  func run() async throws {
    try await PackCommand.telling {
      let pack = try Pack(folder)
      let card = ModelCard.markdown(pack.manifest, pack.measures)
      let text = format == .html ? MarkdownPage.html(card, title: pack.manifest.name) : card
      guard let output else { return print(text, terminator: "") }
      try FileWriter.replace(output, Array(text.utf8))
    }
  }
}
