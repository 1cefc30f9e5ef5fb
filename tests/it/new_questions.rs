//! The questions of `poolsmith new`, in a pseudo-terminal and line by line.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::process::{Output, Stdio};

use rexpect::session::{PtySession, spawn_command};

use crate::support::{self, command, files, poolsmith, words};

const DOWN: &str = "\u{1b}[B";
const PATIENCE_IN_MILLISECONDS: u64 = 30_000;

/// A run in a pseudo-terminal, and what it has written.
struct Run {
    session: PtySession,
    written: String,
}

impl Run {
    fn of(folder: &Path, arguments: &[&str], terminal: &str) -> Self {
        let mut command = command(folder, arguments);
        command.env("TERM", terminal);
        let session = spawn_command(command, Some(PATIENCE_IN_MILLISECONDS)).expect("poolsmith starts");
        Self { session, written: String::new() }
    }

    /// Waits for a text, and sends an answer.
    fn answer(&mut self, question: &str, answer: &str) {
        let before = self.session.exp_string(question).unwrap_or_else(|error| panic!("{question}: {error}"));
        self.written += &(before + question);
        self.session.send(answer).and_then(|_| self.session.flush()).expect("the terminal is open");
    }

    /// The exit code, and the screen after the last output.
    fn end(mut self) -> (i32, vt100::Parser) {
        self.written += &self.session.exp_eof().expect("the program ends");
        let screen = screen(&self.written);
        let status = self.session.process().wait().expect("the program ends");
        let code = match status {
            rexpect::process::WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}"),
        };
        (code, screen)
    }
}

/// What a terminal shows.
fn screen(written: &str) -> vt100::Parser {
    let [rows, columns] = [100, 120].map(|length| NonZero::new(length).expect("it is not zero"));
    let mut screen = vt100::Parser::new(rows, columns, 0);
    screen.process(written.as_bytes());
    screen
}

#[test]
fn a_terminal_is_asked_and_the_workspace_is_what_the_flags_give() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::of(folder.path(), &["new", "notes"], "xterm-256color");
    run.answer("Name of the application", "\r");
    run.answer("Environments", "dev prod\r");
    run.answer("dev: AWS region", "us-est-1\r");
    run.answer("is not an AWS region", "us-east-1\r");
    run.answer("prod: AWS region", "eu-west-1\r");
    run.answer("dev: AWS account ID", "\r");
    run.answer("prod: AWS account ID", "222222222222\r");
    run.answer("How do users sign in?", &format!(" {DOWN}{DOWN} \r"));
    run.answer("dev: Client ID of your application at Google", "1234-abcd.apps.googleusercontent.com\r");
    run.answer("prod: Client ID of your application at Google", "1234-abcd.apps.googleusercontent.com\r");
    run.answer("What may signed-in users reach?", " \r");
    run.answer("dev: Origin of the web application", "\r");
    run.answer("prod: Origin of the web application", "https://notes.example\r");
    run.answer("May guests", "n");
    run.answer("Where is Terraform's state?", &format!("{DOWN}\r"));
    run.answer("Name of the S3 bucket for Terraform's state", "acme-state\r");
    let (code, screen) = run.end();
    let told = screen.screen().contents();
    assert_eq!(code, 0, "{told}");
    assert!(!screen.screen().hide_cursor(), "{told}");
    for part in ["created 35 files", "The same without questions", "aws s3api create-bucket", "apply"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let flags = [
        "new",
        "flags",
        "--name",
        "notes",
        "--environment",
        "dev",
        "--environment",
        "prod",
        "--region",
        "dev=us-east-1",
        "--region",
        "prod=eu-west-1",
        "--account-id",
        "prod=222222222222",
        "--google",
        "1234-abcd.apps.googleusercontent.com",
        "--origin",
        "dev=http://localhost:5173",
        "--origin",
        "prod=https://notes.example",
        "--state-bucket",
        "acme-state",
        "--create-user-pool",
        "--create-bucket",
    ];
    let output = poolsmith(folder.path(), &flags);
    assert!(output.status.success(), "{}", words(&output));
    assert!(files(&folder.path().join("notes")) == files(&folder.path().join("flags")));
    let command = flags[1..].join(" ").replace("flags", "new notes");
    let shown = told.replace('\n', "").replace("  ", " ");
    assert!(shown.contains(&command.replace("  ", " ")), "{command}\n{told}");
}

#[test]
fn an_interruption_leaves_nothing_and_shows_the_cursor() {
    for terminal in ["xterm-256color", "dumb"] {
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["new", "notes", "--name", "notes", "--region", "us-east-1", "--environment", "dev"];
        let mut run = Run::of(folder.path(), &arguments, terminal);
        run.answer("AWS account ID", "\r");
        run.answer("How do users sign in?", "\u{3}");
        let written = run.session.exp_eof().expect("the program ends");
        let screen = screen(&(run.written + &written));
        assert!(!screen.screen().hide_cursor(), "{terminal}");
        assert!(files(folder.path()).is_empty(), "{terminal}");
    }
}

/// A run without a terminal whose answers are lines of its input.
fn plain(folder: &Path, arguments: &[&str], answers: &str) -> Output {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("poolsmith starts");
    child.stdin.take().unwrap().write_all(answers.as_bytes()).expect("the input is open");
    child.wait_with_output().expect("poolsmith ends")
}

#[test]
fn lines_answer_numbered_questions() {
    let folder = tempfile::tempdir().unwrap();
    let answers = "\n\nus-east-1\n\n2\nus-east-1_Ab12Cd34E\n3n4b5urk1ft4fl3mg5e62d9ado\n3 7\nnotes-items\n12\n111111111111\ny\n\n";
    let output = plain(folder.path(), &["new", "notes", "--plain"], answers);
    let told = words(&output);
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("  2. a Cognito user pool that exists\n") && told.contains("`12` is not"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'), "{told}");
    let inputs = fs::read_to_string(folder.path().join("notes/poolsmith.yaml")).unwrap();
    for part in ["guest_access: true", "table: notes-items", "iot:", "account_id: \"111111111111\""] {
        assert!(inputs.contains(part), "{part}: {inputs}");
    }
    assert!(poolsmith(&folder.path().join("notes"), &["check"]).status.success());
}

#[test]
fn an_input_that_ends_early_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = plain(folder.path(), &["new", "notes", "--plain"], "\n\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("questions without an answer"), "{}", words(&output));
    assert!(support::files(folder.path()).is_empty());
}

#[test]
fn a_terminal_is_not_asked_if_the_flags_say_everything() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["new", "notes", "--region", "us-east-1", "--create-user-pool"];
    let (code, screen) = Run::of(folder.path(), &arguments, "xterm-256color").end();
    assert_eq!(code, 0, "{}", screen.screen().contents());
    assert!(folder.path().join("notes/environments/dev/user_pool.tf").exists());
}
