//! Changes of an identity pool that AWS can make in place, and Terraform can't.

use crate::inputs::layout::directory_of;
use crate::model::ForceNew;

/// A change to make with the `aws` command.
pub struct InPlaceChange<'a> {
    /// What the change is for: `to rename the identity pool in place`.
    pub purpose: &'a str,
    /// The JMESPath expression that makes the change in what `describe-identity-pool` returns, if options of
    /// `update-identity-pool` can't express it.
    pub query: Option<String>,
    /// The options of `update-identity-pool` that override `pool.json`.
    pub options: String,
}

/// The steps of a change. `update-identity-pool` resets the settings that it is not given, so it gets all that
/// `describe-identity-pool` knows. Source: Amazon Cognito Identity API, UpdateIdentityPool; AWS CLI User Guide,
/// "AWS CLI skeletons and input files": options override the file; "Filtering output": `--query` takes JMESPath.
pub fn steps(environment: &str, now: &ForceNew, change: &InPlaceChange) -> Vec<String> {
    let aws = |action: &str| format!("aws cognito-identity {action} --region {}", now.region);
    let id = format!("\"$(terraform -chdir={} output -raw identity_pool_id)\"", directory_of(environment));
    let describe = aws("describe-identity-pool");
    let update = aws("update-identity-pool");
    let query = change.query.as_ref().map(|query| format!(" --query \"{query}\"")).unwrap_or_default();
    let steps = [
        format!("`{describe} --identity-pool-id {id} --output json{query} > pool.json`"),
        format!("`{update} --cli-input-json file://pool.json{}`", change.options),
        "`poolsmith generate --allow-replace`, after which Terraform has nothing to change".to_owned(),
    ];
    let numbered = steps.into_iter().enumerate();
    let numbered = numbered.map(|(index, step)| format!("{}. {step}", index + 1));
    std::iter::once(format!("{}:", change.purpose)).chain(numbered).collect()
}
